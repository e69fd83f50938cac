using Akka.Actor;
using Akka.Cluster;

namespace Hanzo.Network.Cluster.Joining;

/// <summary>One attempt at a time to become a member; its end is told to the owner as <see cref="Ended"/>.</summary>
internal sealed class JoinAttempt(Akka.Cluster.Cluster cluster, IActorRef owner) : IDisposable
{
    /// <summary>How long a node may take to take us in; once it has, there is no hurry.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private CancellationTokenSource? _cancel;
    private TimeSpan _deadline;
    private long _number;

    /// <param name="Failure">Null: this node is Up.</param>
    public sealed record Ended(long Number, string? Failure);

    public void Start(Address through, TimeSpan now)
    {
        Dispose();
        _cancel = new CancellationTokenSource();
        _deadline = now + Patience;
        var number = ++_number;
        JoinAsync(through, _cancel.Token).PipeTo(
            owner, success: () => new Ended(number, null), failure: cause => new Ended(number, cause.Message));
    }

    /// <summary>False for an attempt that another one has replaced.</summary>
    public bool IsCurrent(Ended ended) => _cancel is not null && ended.Number == _number;

    public void GiveUpIfLate(TimeSpan now)
    {
        if (_cancel is null || now < _deadline) return;
        if (cluster.State.Members.Any(IsSelf)) _deadline = now + Patience;
        else _cancel.Cancel();
    }

    public void Dispose()
    {
        _cancel?.Dispose();
        _cancel = null;
    }

    // A method of its own, so that an exception thrown at once also ends as a failed task.
    private async Task JoinAsync(Address through, CancellationToken cancellation) => await cluster.JoinAsync(through, cancellation);

    private bool IsSelf(Member member) => member.Address.Equals(cluster.SelfAddress);
}
