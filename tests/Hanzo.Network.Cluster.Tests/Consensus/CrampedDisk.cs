using Hanzo.Network.Adapters.Consensus;
using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;

namespace Hanzo.Network.Cluster.Tests.Consensus;

/// <summary>A member's disk that is soon full, until there is room.</summary>
internal sealed class CrampedDisk(string folder) : IConsensusDisk, IAsyncDisposable
{
    private static readonly SqliteJournalOptions Cramped = new() { MaxPages = 100 };

    private SqliteConsensusDisk _disk = new(folder, Cramped);
    private volatile bool _hasRoom;

    public bool IsMemory => false;

    public async Task<LocalMember?> FindAsync(CancellationToken cancellation)
    {
        await _disk.CloseAsync();
        _disk = new SqliteConsensusDisk(folder, _hasRoom ? null : Cramped);
        return await _disk.FindAsync(cancellation);
    }

    public Task<IConsensusLog> OpenAsync(LocalMember member, CancellationToken cancellation) => _disk.OpenAsync(member, cancellation);

    public Task CloseAsync() => _disk.CloseAsync();

    public IClosedGroups Closed => _disk.Closed;

    public Task SetAsideAsync(string? folder, CancellationToken cancellation) => _disk.SetAsideAsync(folder, cancellation);

    /// <summary>From the next time on that the member looks.</summary>
    public void MakeRoom() => _hasRoom = true;

    public ValueTask DisposeAsync() => _disk.DisposeAsync();
}
