-- An id that was asked for is not to be had. It is answered once, with version 0; when ESI last said so is kept.
with recorded as (
    insert into unavailable_contract as present (contract_id, reason, observed_at, answered_at)
    select :contractId, :reason, :observedAt, :answeredAt
    where not exists (select from contract where contract_id = :contractId)
    on conflict (contract_id) do update
    set reason = case when excluded.observed_at > present.observed_at then excluded.reason else present.reason end,
        observed_at = greatest(excluded.observed_at, present.observed_at), answered_at = excluded.answered_at
    where excluded.observed_at > present.observed_at or stands_as_dead(present.contract_id, excluded.answered_at)
    returning contract_id, old.contract_id is null as first
),
event as (
    insert into outbox (contract_id, version, type, data, traceparent)
    select contract_id, 0, :eventType, :data, :traceparent from recorded where first
)
select 'UNAVAILABLE' as result from recorded where first
