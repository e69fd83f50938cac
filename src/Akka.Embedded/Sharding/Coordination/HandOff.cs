namespace Akka.Embedded.Sharding.Coordination;

/// <summary>One shard on its way out of a region: first every region forgets it, then its owner stops it.</summary>
internal sealed class HandOff<TRegion>(IEnumerable<TRegion> regions)
    where TRegion : notnull
{
    // A region that stays silent this many retries is no longer waited for: what it still sends to the old owner is forwarded from there.
    private const int RetriesBeforeSilenceIsIgnored = 2;

    private readonly List<TRegion> _silent = [.. regions];
    private int _retries;

    public bool Stopping { get; private set; }

    public IReadOnlyList<TRegion> Silent => _silent;

    public void Answered(TRegion region) => _silent.Remove(region);

    public void Retried() => _retries++;

    /// <summary>True once, when the owner may be told to stop the shard.</summary>
    public bool TryBeginStopping()
    {
        if (Stopping || (_silent.Count > 0 && _retries < RetriesBeforeSilenceIsIgnored))
            return false;
        return Stopping = true;
    }
}
