-- A stored contract is gone: it stays as history, and its event tells. What ESI said before the stored state does not count.
with closed as (
    update contract
    set status = 'CLOSED', closed_reason = :reason, version = version + 1, observed_at = :observedAt
    where contract_id = :contractId and status = 'OPEN' and version = :knownVersion and observed_at <= :observedAt
    returning contract_id, version
),
event as (
    insert into outbox (contract_id, version, type, data, traceparent)
    select contract_id, version, :eventType, :data, :traceparent from closed
)
select case
    when exists (select from closed) then 'CLOSED'
    when status = 'CLOSED' or observed_at > :observedAt then 'UNCHANGED'
    else 'CHANGED_MEANWHILE' end as result
from contract
where contract_id = :contractId
