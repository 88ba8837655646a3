--liquibase formatted sql

--changeset contracts:unconfirmed-absence
alter table region_listing
    add column unconfirmed bigint[] not null default '{}',
    add column dated boolean not null default true;
comment on column region_listing.unconfirmed is 'Contracts that this listing is the first to lack, when it lacks too many at once: they count as absent once a later listing lacks them too.';
comment on column region_listing.dated is 'False when ESI did not say when it made the listing: nothing counts as absent from it.';

create table awaited_contract (
    contract_id bigint      primary key,
    asked_at    timestamptz not null
);
create index awaited_contract_age on awaited_contract (asked_at);
comment on table awaited_contract is 'Ids above the highest of their listing and since when they are asked for: a listing made later decides. Rows go after a day.';

--changeset contracts:universe-regions
create table universe_regions (
    one         boolean     primary key default true check (one),
    region_ids  bigint[]    not null,
    asked_at    timestamptz not null,
    fresh_until timestamptz not null
);
comment on table universe_regions is 'The ids of all regions as ESI lists them; shared by all replicas.';

-- A region without a listing leaves no row any more.
delete from region_listing where page_count = 0;

--changeset contracts:discovery
create table discovery (
    region_id     bigint      primary key,
    last_modified timestamptz,
    publisher     text        not null,
    leased_until  timestamptz not null
);
comment on table discovery is 'Of each region that is followed: the listing whose ids were published last, and the replica that publishes.';

create table discovered_contract (
    contract_id  bigint      primary key,
    published_at timestamptz not null
);
create index discovered_contract_age on discovered_contract (published_at);
comment on table discovered_contract is 'Ids that were published within the last day: without an answer since they are not published again.';
