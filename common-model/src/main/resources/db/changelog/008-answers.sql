--liquibase formatted sql

--changeset contracts:answered-at
-- That a contract is gone is told by listings that were made earlier: what died in between has its answer all the same.
alter table contract add column answered_at timestamptz;
alter table unavailable_contract add column answered_at timestamptz;
comment on column contract.answered_at is 'When it was answered that the contract is gone. What was answered before there was this column has null.';
comment on column unavailable_contract.answered_at is 'When the id was answered. What was answered before there was this column has null.';

create view answer as
select contract_id, case status when 'OPEN' then 'STORED' else status end as status, version, closed_reason as reason,
    greatest(fetched_at, answered_at, case status when 'CLOSED' then observed_at end) as answered_at
from contract
union all
select contract_id, 'UNAVAILABLE', null, reason, greatest(observed_at, answered_at)
from unavailable_contract gone
where not exists (select from contract where contract.contract_id = gone.contract_id);
comment on view answer is 'The last answer to each id that has one.';

--changeset contracts:stands-as-dead
create function stands_as_dead(asked bigint, now timestamptz) returns boolean language sql stable
as 'select exists (select from dead_letter join answer using (contract_id) where contract_id = asked
    and state in (''OPEN'', ''QUARANTINED'') and died_at > answered_at and died_at < now)';
comment on function stands_as_dead is 'Whether an id has an open dead letter later than its last answer, which an answer that changes nothing has to end.';
