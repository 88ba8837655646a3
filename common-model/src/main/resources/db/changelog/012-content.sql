--liquibase formatted sql

--changeset contracts:rolls-due
-- Rolls and item types that ESI did not give are asked for again.
alter table contract add column rolls_due_at timestamptz;
comment on column contract.rolls_due_at is 'When rolls that are missing are to be asked for again; null when none is missing.';
update contract set rolls_due_at = now()
where status = 'OPEN' and exists (
    select from contract_item where contract_id = contract.contract_id and dynamic_unavailable is not null);

--changeset contracts:bids-modified
alter table contract add column bids_modified timestamptz;
comment on column contract.bids_modified is 'The Last-Modified of the stored bids; a list of bids that is older does not replace them.';
-- The bids are at most as new as the whole.
update contract set bids_modified = observed_at where status = 'OPEN' and bids_fresh_until is not null;

--changeset contracts:content-hash-comment
comment on column contract.content_hash is 'SHA-256 of the state as ESI spelled it. Only earlier releases compare it; this one compares the state itself.';

--changeset contracts:stored-after-lock splitStatements:false
-- A statement sees what was committed before it began. A volatile function sees for each of its queries what was committed
-- before that query began, so also a contract that was committed while this function waited for the lock.
create function stored_after_lock(asked bigint) returns boolean language plpgsql volatile as $$
begin
    perform pg_advisory_xact_lock(asked);
    return exists (select from contract where contract_id = asked);
end
$$;
comment on function stored_after_lock is 'Whether a contract is stored. Waits for transactions that are storing it, and keeps others from storing it until the transaction ends.';

--changeset contracts:unavailable-pruning
create index unavailable_contract_asked on unavailable_contract (coalesce(answered_at, observed_at));
comment on column unavailable_contract.answered_at is 'When the id was last asked for, to the day. What was answered before there was this column has null.';
