--liquibase formatted sql

--changeset contracts:listing
create table region_listing (
    region_id     bigint primary key,
    last_modified timestamptz,
    fresh_until   timestamptz not null default '-infinity',
    page_count    integer     not null default 0,
    sweeper       text,
    swept_until   timestamptz not null default '-infinity',
    constraint a_listing_has_pages check ((last_modified is null) = (page_count = 0))
);
comment on table region_listing is 'The latest complete, consistent listing of each region; shared by all replicas.';
comment on column region_listing.swept_until is 'Until then only the sweeper may ask ESI for this region.';

create table listing_page (
    region_id bigint  not null references region_listing,
    page      integer not null check (page > 0),
    etag      text,
    body      bytea   not null,
    primary key (region_id, page)
);

create table item_type (
    type_id    bigint primary key,
    is_dynamic boolean     not null,
    learned_at timestamptz not null
);
comment on table item_type is 'What ESI says of item types, as far as the worker needs it: whether their items have rolls.';
