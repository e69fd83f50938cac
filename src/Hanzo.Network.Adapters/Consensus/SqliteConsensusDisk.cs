using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;

namespace Hanzo.Network.Adapters.Consensus;

/// <summary>A node's member in a file <see cref="SqliteConsensusLog.FileName"/> of its folder, which is the node's alone.</summary>
/// <param name="folder">Made where it is missing.</param>
public sealed class SqliteConsensusDisk(string folder, SqliteJournalOptions? options = null) : IConsensusDisk, IAsyncDisposable
{
    private const string AsideSuffix = ".aside";

    private readonly string _path = Path.Combine(Path.GetFullPath(folder), SqliteConsensusLog.FileName);
    private readonly Lock _lock = new();
    private SqliteConsensusLog? _open;
    private Task _closed = Task.CompletedTask;

    public bool IsMemory => false;

    public IClosedGroups Closed { get; } = new ClosedFolders(folder);

    public async Task<LocalMember?> FindAsync(CancellationToken cancellation)
    {
        await CloseAsync();
        if (!File.Exists(_path)) return null;
        return await SqliteConsensusLog.GroupOfAsync(_path, options, cancellation) is { } group ? Parse(group) : null;
    }

    public async Task<IConsensusLog> OpenAsync(LocalMember member, CancellationToken cancellation)
    {
        await CloseAsync();
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConsensusLogException(_path, $"its folder cannot be made: {failure.Message}", failure);
        }
        return _open = new SqliteConsensusLog(_path, $"{member.Group} {member.Log}", options, member.Owner);
    }

    // Also who has not closed it waits for that: what was asked of it before is still being written, and would not be found.
    public Task CloseAsync()
    {
        lock (_lock)
        {
            if (_open is { } open) (_open, _closed) = (null, open.CloseAsync());
            return _closed;
        }
    }

    public async Task SetAsideAsync(string? folder, CancellationToken cancellation)
    {
        await CloseAsync();
        var aside = folder is null ? _path + AsideSuffix : Path.Combine(folder, SqliteConsensusLog.FileName);
        try
        {
            DatabaseFiles.Move(_path, aside);
            foreach (var snapshot in SnapshotFiles.Beside(_path)) File.Move(snapshot, aside + snapshot[_path.Length..], overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConsensusLogException(_path, $"it cannot be set aside: {failure.Message}", failure);
        }
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    private LocalMember Parse(string group) => group.Split(' ') is [var id, var log]
        ? new LocalMember(id, log)
        : throw new ConsensusLogException(_path, $"its group is '{group}', which names no group and log.");
}
