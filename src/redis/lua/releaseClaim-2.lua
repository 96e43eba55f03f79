-- Gives a meeting back, if it is still held by who gives it back: somebody else may have started it anew meanwhile.
--
-- KEYS[1]  string  the digest of the leader's token that holds it
-- KEYS[2]  string  that a call ended it
-- ARGV[1]  the digest that holds it no more
-- ARGV[2]  seconds to know of that call; 0 = there is none
--
-- Returns nothing

if redis.call('GET', KEYS[1]) == ARGV[1] then
  redis.call('DEL', KEYS[1])
end
if ARGV[2] ~= '0' then
  redis.call('SET', KEYS[2], '1', 'EX', ARGV[2])
end
