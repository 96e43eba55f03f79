-- Ends a claim, if the caller still holds it: somebody else may have started the meeting again.
--
-- KEYS[1]  string  the digest of the leader's token that holds it
-- KEYS[2]  string  marks the call that ended the claim
-- ARGV[1]  the digest whose claim ends
-- ARGV[2]  seconds to remember that call; 0 = there is none
--
-- Returns nothing

-- A first write that needs no memory: Redis without any left then accepts the SET. The meeting has already ended.
redis.call('DEL', KEYS[2])
if redis.call('GET', KEYS[1]) == ARGV[1] then
  redis.call('DEL', KEYS[1])
end
if ARGV[2] ~= '0' then
  redis.call('SET', KEYS[2], '1', 'EX', ARGV[2])
end
