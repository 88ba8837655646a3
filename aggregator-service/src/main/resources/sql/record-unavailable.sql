-- Records that a requested id is not available. It is answered once, with version 0, and never after a contract
-- was stored. Changes are kept: when ESI last said so, and once a day that the id was requested.
with stored as materialized (
    select stored_after_lock(:contractId) as is_stored
),
recorded as (
    insert into unavailable_contract as present (contract_id, reason, observed_at, answered_at)
    select :contractId, :reason, :observedAt, :answeredAt from stored where not is_stored
    on conflict (contract_id) do update
    set reason = case when excluded.observed_at > present.observed_at then excluded.reason else present.reason end,
        observed_at = greatest(excluded.observed_at, present.observed_at), answered_at = excluded.answered_at
    where present.answered_at is null or present.answered_at < excluded.answered_at - interval '1 day'
        -- Until there is a listing later than this, the items need not be requested again.
        or excluded.reason <> 'NOT_LISTED' and excluded.observed_at > present.observed_at
        or stands_as_dead(present.contract_id, excluded.answered_at)
    returning contract_id, old.contract_id is null as first
),
unchanged as (
    insert into unchanged_answer as present (contract_id, answered_at)
    select :contractId, :answeredAt from stored where not is_stored and not exists (select from recorded)
    on conflict (contract_id) do update set answered_at = greatest(present.answered_at, excluded.answered_at)
),
event as (
    insert into outbox (contract_id, version, type, data, traceparent)
    select contract_id, 0, :eventType, :data, :traceparent from recorded where first
)
select case
    when is_stored then 'CHANGED_MEANWHILE'
    when exists (select from recorded where first) then 'UNAVAILABLE'
    else 'UNCHANGED' end as result
from stored
