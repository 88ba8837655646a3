package eve.contracts.api.redrives;

/// The only rule that decides the outcome of a dead letter, for dry runs and redrives.
///
/// Goes after a `with` query named `letter`, which has the columns id, contract_id, state, died_at and
/// replay_count; needs the parameter `maxReplays`. Of a contract's dead letters, the one with the most replays
/// is replayed, so that its count continues, and of those the latest.
final class ReplayDecisionSql {

    static final String SQL = """
            verdict as (
                select id, contract_id, died_at, replay_count, case
                    when alone <> 'REPLAYED' then alone
                    when row_number() over (partition by contract_id, alone
                        order by replay_count desc, died_at desc, id desc) = 1 then 'REPLAYED'
                    else 'FOLDED' end as outcome
                from (select letter.id, letter.contract_id, letter.died_at, letter.replay_count, case
                    when letter.state not in ('OPEN', 'QUARANTINED') then 'ALREADY_DECIDED'
                    when letter.contract_id is null then 'UNREADABLE'
                    when exists (select from last_answer where last_answer.contract_id = letter.contract_id
                            and answered_at > letter.died_at) then 'ANSWERED'
                    when letter.replay_count >= :maxReplays then 'QUARANTINED'
                    else 'REPLAYED' end as alone
                    from letter) judged
            )""";

    private ReplayDecisionSql() {}
}
