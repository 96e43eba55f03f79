/** The work of this second, for each process and for all masters together, in seconds of a core. */
export function loadOf({ c, a, day, together, sharded, races, masters }, t, present, processes) {
  const { commands, due } = day.notices(t, present);
  const answers = day.answers(t, present);
  const open = present / a.membersPerMeeting;
  // How many processes have members of a meeting, and how many meetings a process follows.
  const reach = together ? 1 : processes * (1 - (1 - 1 / processes) ** a.membersPerMeeting);
  const followed = (open * reach) / processes;
  const notices = commands + due;
  const lost = races ? due * (reach - 1) * a.raceFactor : 0;
  const acted = commands + due + lost;
  const checks = followed / a.checkSeconds;
  const writes = followed / a.presenceSeconds;
  const passed = sharded || masters.length === 1 ? 0 : notices * c.redisNotice * a.busFactor;
  return {
    notices,
    answers,
    followed,
    process:
      (acted * c.command +
        answers * c.answer +
        notices * reach * c.notice +
        notices * a.membersPerMeeting * c.delivery) /
        processes +
      checks * c.check +
      writes * c.presence,
    eachMaster: passed,
    masters:
      acted * c.redisCommand +
      answers * c.redisAnswer +
      notices * reach * c.redisNotice +
      processes * (checks * c.redisCheck + writes * c.redisPresence),
    delivered: (notices * a.membersPerMeeting) / processes,
    reread: processes * followed * (c.redisCheck + c.redisPresence),
  };
}
