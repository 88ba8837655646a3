-- Closes a stored contract and writes its event; its rows stay as history. An answer of ESI that is older than
-- the stored state does not count.
with closed as (
    update contract
    set status = 'CLOSED', closed_reason = case status when 'OPEN' then :reason else closed_reason end,
        version = version + (status = 'OPEN')::integer, observed_at = greatest(observed_at, :observedAt),
        answered_at = :answeredAt
    where contract_id = :contractId and version = :knownVersion and case status
        when 'OPEN' then observed_at <= :observedAt
        else stands_as_dead(contract_id, :answeredAt) end
    returning contract_id, old.version as was, new.version as version
),
unchanged as (
    insert into unchanged_answer as present (contract_id, answered_at)
    select contract_id, :answeredAt from contract
    where contract_id = :contractId and (status = 'CLOSED' or observed_at > :observedAt)
        and not exists (select from closed)
    on conflict (contract_id) do update set answered_at = greatest(present.answered_at, excluded.answered_at)
),
event as (
    insert into outbox (contract_id, version, type, data, traceparent)
    select contract_id, version, :eventType, :data, :traceparent from closed where was < version
)
select case
    when exists (select from closed where was < version) then 'CLOSED'
    when status = 'CLOSED' or observed_at > :observedAt then 'UNCHANGED'
    else 'CHANGED_MEANWHILE' end as result
from contract
where contract_id = :contractId
