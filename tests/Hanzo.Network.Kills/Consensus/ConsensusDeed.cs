namespace Hanzo.Network.Kills.Consensus;

/// <summary>What a client of the group did: it changed a counter by compare-and-set, and put a key of its own in the same step.</summary>
/// <param name="Expected">The counter's revision that it was decided on.</param>
/// <param name="Revision">As acknowledged; null: nobody has answered, or the comparison did not hold.</param>
internal sealed record ConsensusDeed(string Key, TimeSpan Began, TimeSpan Ended, long Expected, long? Revision);

/// <summary>A read of the counter.</summary>
internal sealed record ConsensusRead(TimeSpan Began, TimeSpan Ended, long Revision);
