/** The work of this second, for each process and for all masters together, in seconds of a core. */
export function loadOf(
  { costs, assumptions, day, together, sharded, races, masters },
  time,
  present,
  processes,
) {
  const { commands, due } = day.notices(time, present);
  const answers = day.answers(time, present);
  const open = present / assumptions.membersPerMeeting;
  // How many processes have members of a meeting, and how many meetings a process follows.
  const reach = together ? 1 : processes * (1 - (1 - 1 / processes) ** assumptions.membersPerMeeting);
  const followed = (open * reach) / processes;
  const notices = commands + due;
  const lost = races ? due * (reach - 1) * assumptions.raceFactor : 0;
  const acted = commands + due + lost;
  const checks = followed / assumptions.checkSeconds;
  const writes = followed / assumptions.presenceSeconds;
  const passed = sharded || masters.length === 1 ? 0 : notices * costs.redisNotice * assumptions.busFactor;
  return {
    notices,
    answers,
    followed,
    process:
      (acted * costs.command +
        answers * costs.answer +
        notices * reach * costs.notice +
        notices * assumptions.membersPerMeeting * costs.delivery) /
        processes +
      checks * costs.check +
      writes * costs.presence,
    eachMaster: passed,
    masters:
      acted * costs.redisCommand +
      answers * costs.redisAnswer +
      notices * reach * costs.redisNotice +
      processes * (checks * costs.redisCheck + writes * costs.redisPresence),
    delivered: (notices * assumptions.membersPerMeeting) / processes,
    reread: processes * followed * (costs.redisCheck + costs.redisPresence),
  };
}
