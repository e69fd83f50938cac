using System.Threading.Channels;
using Hanzo.Network.Adapters.Tests.Journal;
using Hanzo.Network.Consensus;

namespace Hanzo.Network.Adapters.Tests.Consensus.Groups;

/// <summary>
/// A group of real members with real disks in one process: one loop does all their steps, messages go from hand to hand.
/// </summary>
internal sealed class LocalGroup : IAsyncDisposable
{
    private static readonly TimeSpan TickLength = TimeSpan.FromMilliseconds(20);

    private readonly TemporaryFolder _folder = new();
    private readonly Channel<Action> _inputs = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _loop;
    private readonly ITimer _timer;

    /// <param name="settings">Null: no snapshots, since all tests are short.</param>
    public LocalGroup(int members = 3, RaftSettings? settings = null)
    {
        Settings = settings ?? new RaftSettings { SnapshotBytes = int.MaxValue, SnapshotEntries = 10_000_000, MaxLogBytes = int.MaxValue };
        var ids = Enumerable.Range(1, members).Select(number => new MemberId("n" + number)).ToArray();
        Founders = GroupConfig.Of(ids);
        Members = [.. ids.Select(id => new LocalMember(id, this, _folder.File(id.Value)))];
        foreach (var member in Members) member.Start();
        _loop = Task.Run(RunAsync);
        _timer = TimeProvider.System.CreateTimer(_ => Post(Tick), null, TickLength, TickLength);
    }

    public RaftSettings Settings { get; }

    public GroupConfig Founders { get; }

    public IReadOnlyList<LocalMember> Members { get; }

    /// <summary>On the loop only.</summary>
    public LocalMember? Leader => Members.Where(member => member.Status?.Role == RaftRole.Leader).MaxBy(member => member.Status!.Term);

    public Task<T> Do<T>(Func<T> what)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                done.SetResult(what());
            }
            catch (Exception failure)
            {
                done.SetException(failure);
            }
        });
        return done.Task;
    }

    public async Task<LocalMember> LeaderAsync()
    {
        while (true)
            if (await Do(() => Leader) is { } leader) return leader;
    }

    public void Post(Action input) => _inputs.Writer.TryWrite(input);

    public void Send(MemberId from, MemberId to, RaftMessage message) =>
        Post(() => Members.First(member => member.Id == to).Receive(from, RaftCodec.ReadMessage(RaftCodec.Write(message))));

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        foreach (var member in Members) await Do(() => member.Stop());
        _inputs.Writer.TryComplete();
        await _loop;
        _folder.Dispose();
    }

    private void Tick()
    {
        foreach (var member in Members) member.Tick();
    }

    private async Task RunAsync()
    {
        await foreach (var input in _inputs.Reader.ReadAllAsync()) input();
    }
}
