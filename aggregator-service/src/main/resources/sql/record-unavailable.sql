-- An id that was asked for is not to be had. It is answered once, with version 0.
with recorded as (
    insert into unavailable_contract (contract_id, reason, observed_at)
    select :contractId, :reason, :observedAt
    where not exists (select from contract where contract_id = :contractId)
    on conflict (contract_id) do nothing
    returning contract_id
),
event as (
    insert into outbox (contract_id, version, type, data)
    select contract_id, 0, :eventType, :data from recorded
)
select 'UNAVAILABLE' as result from recorded
