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
    specversion text        not null default '1.0',
    created_at  timestamptz not null default now(),
    parked_at   timestamptz,
    failure     text,
    unique (contract_id, version),
    constraint what_failed_is_parked check (failure is null or parked_at is not null)
);
create index outbox_pending on outbox (bucket, sequence) where parked_at is null;
create index outbox_parked on outbox (contract_id, version) where parked_at is not null;
comment on column outbox.sequence is 'Order of one contract''s events: drawn while its row is locked. Across contracts it is no order of commits.';
comment on column outbox.bucket is 'Events of one bucket are relayed by the holder of its lease in outbox_bucket.';
comment on column outbox.specversion is 'Of CloudEvents; for Debezium, which cannot add a header that looks like a number.';
comment on column outbox.parked_at is 'Not to be sent: the event can never be sent (failure says why), or an earlier one of its contract cannot (failure is null).';
comment on column outbox.failure is 'Why the event can never be sent. Redrive: update outbox set parked_at = null, failure = null where event_id = …; those behind it follow.';
-- Rows live for milliseconds, so what counts is how many died, not how large the table is.
alter table outbox set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
    autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 50000,
    autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 50000, autovacuum_vacuum_cost_delay = 0,
    toast.autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 5000,
    toast.autovacuum_vacuum_cost_delay = 0);

create table outbox_bucket (
    bucket       smallint    primary key,
    holder       text,
    epoch        bigint      not null default 0,
    leased_until timestamptz not null default '-infinity',
    unfenced     text
) with (fillfactor = 50);
comment on column outbox_bucket.epoch is 'Grows each time the bucket is taken; whoever finishes an event must still hold this epoch.';
comment on column outbox_bucket.unfenced is 'A holder whose lease ran out and who may live on: Kafka must refuse its producer before the bucket''s events are sent.';
insert into outbox_bucket (bucket) select generate_series(0, 15);

create table outbox_relay (
    relay       text        primary key,
    alive_until timestamptz not null
);
comment on table outbox_relay is 'The relays among which the buckets are shared.';

--changeset contracts:outbox-functions splitStatements:false
-- The table is empty at one moment and holds hundreds of thousands of rows at the next: no statistics are true for long.
-- These two statements run all the time, each with the one plan that is right for any size, fixed here.
create function outbox_pending(relay text, each_bucket integer, each_bucket_bytes bigint)
    returns table (event_id uuid, bucket smallint, epoch bigint, contract_id bigint, version bigint, type text, data text,
        traceparent text, created_at timestamptz, age_micros bigint)
    language sql stable rows 1000
    set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off set enable_hashjoin = off
    set enable_mergejoin = off set jit = off
as $$
    select event.event_id, held.bucket, held.epoch, event.contract_id, event.version, event.type, event.data,
        event.traceparent, event.created_at, (extract(epoch from clock_timestamp() - event.created_at) * 1000000)::bigint
    from outbox_bucket held cross join lateral (
        select *, sum(pg_column_size(outbox.data)) over (order by sequence) - pg_column_size(outbox.data) as bytes_before
        from outbox
        where outbox.bucket = held.bucket and parked_at is null
            and not exists (select from outbox parked where parked.parked_at is not null
                and parked.contract_id = outbox.contract_id and parked.version < outbox.version)
        order by sequence
        limit each_bucket) event
    where held.holder = relay and held.leased_until > now() and held.unfenced is null
        and event.bytes_before < each_bucket_bytes
$$;
comment on function outbox_pending is 'The first events of the buckets that the relay holds, in order of sequence; none whose contract has an earlier one parked.';

create function outbox_delete(relay text, event_ids uuid[], buckets smallint[], epochs bigint[]) returns bigint
    language sql set enable_seqscan = off set jit = off
as $$
    with held as materialized (
        select bucket, epoch from outbox_bucket where holder = relay and leased_until > now() for share
    ),
    deleted as (
        delete from outbox where event_id = any (array(
            select sent.event_id from unnest(event_ids, buckets, epochs) as sent(event_id, bucket, epoch)
                join held using (bucket, epoch)))
        returning 1
    )
    select count(*) from deleted
$$;
comment on function outbox_delete is 'Deletes acknowledged events, except those whose bucket was taken since they were read: their new holder sends them again, under the same id.';
