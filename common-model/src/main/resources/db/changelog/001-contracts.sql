--liquibase formatted sql

--changeset contracts:contract
create table contract (
    contract_id           bigint primary key check (contract_id > 0),
    region_id             bigint      not null check (region_id > 0),
    type                  text        not null check (type in ('unknown', 'item_exchange', 'auction', 'courier', 'loan')),
    issuer_id             bigint      not null,
    issuer_corporation_id bigint      not null,
    date_issued           timestamptz not null,
    date_expired          timestamptz not null,
    buyout                numeric,
    collateral            numeric,
    price                 numeric,
    reward                numeric,
    volume                numeric,
    days_to_complete      bigint,
    start_location_id     bigint,
    end_location_id       bigint,
    for_corporation       boolean,
    title                 text,
    item_count            integer     not null,
    bid_count             integer     not null,
    status                text        not null check (status in ('OPEN', 'CLOSED')),
    closed_reason         text        check ((closed_reason is null) = (status = 'OPEN')),
    version               bigint      not null check (version > 0),
    content_hash          bytea       not null,
    observed_at           timestamptz not null,
    fetched_at            timestamptz not null,
    bids_fresh_until      timestamptz,
    bids_etag             text,
    constraint contract_of_items_has_items check (type not in ('item_exchange', 'auction') or item_count > 0),
    constraint only_an_auction_has_bids check (bid_count = 0 or type = 'auction')
);
create index contract_region on contract (region_id, status);
comment on column contract.version is 'Counts the events of the contract from 1 without gaps; taken under the row''s lock.';
comment on column contract.content_hash is 'SHA-256 of what counts as a change; an auction''s date_expired does not.';
comment on column contract.observed_at is 'The latest Last-Modified among the ESI answers behind this state; an older one never overwrites it.';
comment on column contract.bids_fresh_until is 'ESI wants no question about the bids before this instant; null when the contract has no bids.';
comment on column contract.bids_etag is 'Under which ESI can say that the bids are still these.';

create table contract_item (
    contract_id         bigint  not null references contract,
    record_id           bigint  not null,
    type_id             bigint  not null check (type_id > 0),
    quantity            bigint  not null,
    is_included         boolean not null,
    item_id             bigint,
    is_blueprint_copy   boolean,
    runs                bigint,
    material_efficiency bigint,
    time_efficiency     bigint,
    dynamic             jsonb,
    dynamic_unavailable text,
    primary key (contract_id, record_id),
    constraint roll_or_reason check (dynamic is null or dynamic_unavailable is null)
);
create index contract_item_type on contract_item (type_id);

create table contract_bid (
    contract_id bigint      not null references contract,
    bid_id      bigint      not null,
    date_bid    timestamptz not null,
    amount      numeric     not null,
    primary key (contract_id, bid_id)
);

create table unavailable_contract (
    contract_id bigint primary key check (contract_id > 0),
    reason      text        not null,
    observed_at timestamptz not null
);
comment on column unavailable_contract.observed_at is 'When ESI last said so: a listing made later may hold the contract again.';
comment on table unavailable_contract is 'Ids that were asked for, never stored, and are gone or were never public.';

--changeset contracts:whole-contracts-only splitStatements:false
create function contract_is_whole() returns trigger language plpgsql as $$
declare
    stored contract;
begin
    select * into stored from contract where contract_id = coalesce(new.contract_id, old.contract_id);
    if found and stored.item_count <> (select count(*) from contract_item where contract_id = stored.contract_id) then
        raise exception 'contract % does not have the % items it is recorded with', stored.contract_id, stored.item_count
            using errcode = 'integrity_constraint_violation';
    end if;
    if found and stored.bid_count <> (select count(*) from contract_bid where contract_id = stored.contract_id) then
        raise exception 'contract % does not have the % bids it is recorded with', stored.contract_id, stored.bid_count
            using errcode = 'integrity_constraint_violation';
    end if;
    return null;
end
$$;
create constraint trigger contract_is_whole after insert or update of item_count, bid_count on contract
    deferrable initially deferred for each row execute function contract_is_whole();
create constraint trigger contract_is_whole after delete or update of contract_id on contract_item
    deferrable initially deferred for each row execute function contract_is_whole();
create constraint trigger contract_is_whole after delete or update of contract_id on contract_bid
    deferrable initially deferred for each row execute function contract_is_whole();
