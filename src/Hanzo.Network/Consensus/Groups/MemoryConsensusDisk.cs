namespace Hanzo.Network.Consensus.Groups;

/// <summary>A log that ends with the process, of a node that has no disk for it.</summary>
public sealed class MemoryConsensusDisk : IConsensusDisk
{
    private readonly Lock _lock = new();
    private LocalMember? _member;
    private MemoryConsensusLog? _log;

    public bool IsMemory => true;

    public IClosedGroups Closed { get; } = new MemoryClosedGroups();

    public Task<LocalMember?> FindAsync(CancellationToken cancellation)
    {
        lock (_lock) return Task.FromResult(_member);
    }

    public Task<IConsensusLog> OpenAsync(LocalMember member, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_member is not null && _member != member)
                return Task.FromException<IConsensusLog>(new ConsensusLogException("memory", $"it is of {_member}, not of {member}."));
            _member = member;
            return Task.FromResult<IConsensusLog>(_log ??= new MemoryConsensusLog());
        }
    }

    public Task CloseAsync() => Task.CompletedTask;

    public Task SetAsideAsync(string? folder, CancellationToken cancellation)
    {
        lock (_lock) (_member, _log) = (null, null);
        return Task.CompletedTask;
    }
}
