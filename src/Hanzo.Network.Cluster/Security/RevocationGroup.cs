using Hanzo.Network.Cluster.Consensus;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.KeyValues;
using Hanzo.Network.Security;

namespace Hanzo.Network.Cluster.Security;

/// <summary>The list of revocations in the network's group, as far as this node's member has come.</summary>
internal sealed class RevocationGroup(ConsensusSeat seat, IConsensusManager manager)
{
    public const string Key = "hanzo/revocations";

    private KeyValueEntry? _entry;
    private RevocationList? _held;

    /// <summary>One node is enough to put it there: the leader's.</summary>
    public bool Leads => seat.Status.Current.Raft is { Role: RaftRole.Leader };

    /// <summary>Null: there is none that can be read, or it was refused.</summary>
    public RevocationList? Held
    {
        get
        {
            var entry = seat.Store.State.Entries.GetValueOrDefault(Key);
            if (ReferenceEquals(entry, _entry)) return _held;
            _entry = entry;
            return _held = entry is not null && RevocationCodec.TryRead(entry.Value, out var list, out _) ? list : null;
        }
    }

    /// <summary>What it holds now does not count: the authority has not signed it.</summary>
    public void Refuse() => _held = null;

    /// <summary>In the place of what was read last, unless that has changed.</summary>
    public Task<long?> PutAsync(RevocationList list, CancellationToken cancellation) =>
        manager.CompareAndSetAsync(Key, _entry?.Modified ?? 0, RevocationCodec.Write(list), cancellation: cancellation);
}
