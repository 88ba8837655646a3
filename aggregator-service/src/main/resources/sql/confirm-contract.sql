-- Confirms a stored contract when ESI answers with the stored state. It only updates how long that is fresh, in
-- columns without an index, and records that an id with an open dead letter has its answer. No version, no
-- event. The time of the answer is stored in another table: an earlier dead letter may be projected later.
with confirmed as (
    update contract
    set observed_at = :observedAt, fetched_at = :fetchedAt, rolls_due_at = :rollsDueAt, bids_modified = :bidsModified,
        bids_fresh_until = :bidsFreshUntil, bids_etag = :bidsEtag
    where contract_id = :contractId and version = :knownVersion and status = 'OPEN' and observed_at <= :observedAt
        and (:bidsFreshUntil > bids_fresh_until or rolls_due_at is distinct from :rollsDueAt
            or stands_as_dead(contract_id, :fetchedAt))
    returning contract_id
),
unchanged as (
    insert into unchanged_answer as present (contract_id, answered_at)
    select contract_id, :fetchedAt from contract
    where contract_id = :contractId and version = :knownVersion and not exists (select from confirmed)
    on conflict (contract_id) do update set answered_at = greatest(present.answered_at, excluded.answered_at)
)
select case
    when exists (select from contract where contract_id = :contractId and version = :knownVersion) then 'UNCHANGED'
    else 'CHANGED_MEANWHILE' end as result
