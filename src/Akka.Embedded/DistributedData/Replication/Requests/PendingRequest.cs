using Akka.Actor;
using Akka.Cluster;
using Akka.DistributedData;

namespace Akka.Embedded.Replication;

/// <summary>A read or write that waits for other replicas.</summary>
/// <param name="now">By the same clock as <see cref="Deadline"/>.</param>
internal sealed class PendingRequest(
    long id, bool isWrite, IKey key, object? request, IActorRef replyTo, Quorum quorum, TimeSpan now, TimeSpan timeout)
{
    // Who has not answered is asked again after each such part of the timeout; then unreachable ones, too.
    private const int AskAgainParts = 5;
    private static readonly TimeSpan MinAskAgain = TimeSpan.FromMilliseconds(10);

    private readonly SortedSet<UniqueAddress> _unanswered = [.. quorum.Voters];
    private readonly SortedSet<UniqueAddress> _refused = [];
    private int _missing = quorum.Others;

    public long Id => id;

    public bool IsWrite => isWrite;

    public IKey Key => key;

    public IActorRef ReplyTo => replyTo;

    public IEnumerable<UniqueAddress> Unanswered => _unanswered.Except(_refused);

    public TimeSpan AskAgainAfter { get; } = timeout / AskAgainParts > MinAskAgain ? timeout / AskAgainParts : MinAskAgain;

    public TimeSpan Deadline { get; } = now + timeout;

    public bool IsFulfilled => _missing <= 0;

    /// <summary>So many have refused that the others are not enough.</summary>
    public bool IsHopeless => _unanswered.Count - _refused.Count < _missing;

    /// <summary>It has been answered.</summary>
    public bool IsOver { get; set; }

    public void Confirm(UniqueAddress node)
    {
        if (_unanswered.Remove(node))
            _missing--;
        _refused.Remove(node);
    }

    public void Refuse(UniqueAddress node)
    {
        if (_unanswered.Contains(node))
            _refused.Add(node);
    }

    /// <summary>The answer when it has failed.</summary>
    public object Failure() => isWrite ? new UpdateTimeout(key, request) : new GetFailure(key, request);

    /// <param name="data">Null: no replica that has answered has a value.</param>
    public object Success(IReplicatedData? data) => (isWrite, data) switch
    {
        (true, _) => new UpdateSuccess(key, request),
        (_, null) => new NotFound(key, request),
        _ => new GetSuccess(key, request, data),
    };
}
