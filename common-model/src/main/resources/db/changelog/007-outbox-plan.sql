--liquibase formatted sql

--changeset contracts:outbox-parked-by-index splitStatements:false
-- As before, but that an earlier event is parked is asked for each event by itself. Written as "not exists" it is a join,
-- and one that was planned while nothing was parked reads all that is parked by now, for each event.
create or replace function outbox_pending(relay text, each_bucket integer, each_bucket_bytes bigint)
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
            and (select parked.version from outbox parked where parked.parked_at is not null
                and parked.contract_id = outbox.contract_id and parked.version < outbox.version limit 1) is null
        order by sequence
        limit each_bucket) event
    where held.holder = relay and held.leased_until > now() and held.unfenced is null
        and event.bytes_before < each_bucket_bytes
$$;
