--liquibase formatted sql

--changeset contracts:first-listing
alter table region_listing
    add column is_first boolean not null default false;
comment on column region_listing.is_first is 'Whether the region had no listing before this one: then contracts that it lacks are asked for before they count as absent.';
