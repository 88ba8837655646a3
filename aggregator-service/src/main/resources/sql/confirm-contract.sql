-- ESI says of a stored contract what is stored. Only until when that holds is kept, in columns that no index has, and that
-- an id with an open dead letter has its answer. No version, no event.
with confirmed as (
    update contract
    set observed_at = :observedAt, fetched_at = :fetchedAt, rolls_due_at = :rollsDueAt, bids_modified = :bidsModified,
        bids_fresh_until = :bidsFreshUntil, bids_etag = :bidsEtag
    where contract_id = :contractId and version = :knownVersion and status = 'OPEN' and observed_at <= :observedAt
        and (:bidsFreshUntil > bids_fresh_until or rolls_due_at is distinct from :rollsDueAt
            or stands_as_dead(contract_id, :fetchedAt))
)
select case
    when exists (select from contract where contract_id = :contractId and version = :knownVersion) then 'UNCHANGED'
    else 'CHANGED_MEANWHILE' end as result
