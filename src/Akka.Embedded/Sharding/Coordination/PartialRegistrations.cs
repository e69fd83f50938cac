using System.Collections.Immutable;
using Akka.Embedded.Sharding.Protocol;

namespace Akka.Embedded.Sharding.Coordination;

/// <summary>Puts together what regions say in parts. A registration with a part missing is dropped; the region says it again.</summary>
internal sealed class PartialRegistrations<TRegion>
    where TRegion : notnull
{
    private readonly Dictionary<TRegion, (RegistrationPart Last, ImmutableArray<string> Shards)> _begun = [];

    public int Count => _begun.Count;

    /// <returns>All shards of the registration, once its last part is here; until then null.</returns>
    public ImmutableArray<string>? Add(TRegion region, RegistrationPart part, ImmutableArray<string> shards)
    {
        var follows = part.Index == 0;
        if (_begun.Remove(region, out var begun) && !follows && begun.Last == part with { Index = part.Index - 1 })
        {
            shards = begun.Shards.AddRange(shards);
            follows = true;
        }

        if (!follows)
            return null;
        if (part.Index + 1 >= part.Count)
            return shards;
        _begun[region] = (part, shards);
        return null;
    }

    public void Forget(TRegion region) => _begun.Remove(region);
}
