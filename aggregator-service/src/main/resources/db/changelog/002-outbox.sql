--liquibase formatted sql

--changeset contracts:outbox
create table outbox (
    event_id    uuid        primary key default uuidv7(),
    sequence    bigint      generated always as identity,
    contract_id bigint      not null,
    bucket      smallint    generated always as (mod(contract_id, 16)) stored,
    version     bigint      not null,
    type        text        not null,
    data        text        not null,
    traceparent text,
    created_at  timestamptz not null default now(),
    unique (contract_id, version)
);
create index outbox_order on outbox (sequence);
comment on column outbox.sequence is 'Order of one contract''s events: drawn while its row is locked. Across contracts it is no order of commits.';
comment on column outbox.bucket is 'Events of one bucket are relayed by the holder of its lease in outbox_bucket.';
-- Rows live for milliseconds: vacuum early, whatever the table's size.
alter table outbox set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
    autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 5000, autovacuum_vacuum_cost_delay = 0);

create table outbox_bucket (
    bucket        smallint    primary key,
    holder        text,
    epoch         bigint      not null default 0,
    leased_until  timestamptz not null default '-infinity'
);
comment on column outbox_bucket.epoch is 'Grows with each change of holder; whoever finishes an event must still hold this epoch.';
insert into outbox_bucket (bucket) select generate_series(0, 15);
