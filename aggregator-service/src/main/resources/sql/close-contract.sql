-- A stored contract is gone: it stays as history, and its event tells.
with closed as (
    update contract
    set status = 'CLOSED', closed_reason = :reason, version = version + 1,
        observed_at = greatest(observed_at, :observedAt)
    where contract_id = :contractId and status = 'OPEN' and version = :knownVersion
    returning contract_id, version
),
event as (
    insert into outbox (contract_id, version, type, data)
    select contract_id, version, :eventType, :data from closed
)
select 'CLOSED' as result from closed
