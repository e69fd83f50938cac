using Akka.Actor;
using Akka.Cluster;
using Akka.DistributedData;

namespace Akka.Embedded.Replication;

/// <summary>
/// Reads and writes that other replicas take part in. All that can be reached are asked at once; those that are not heard of are asked
/// again until the timeout, with the full state.
/// </summary>
internal sealed class RequestDesk(ReplicatorContext context, ReplicaStore store, Replicas replicas, ChangeFlow changes)
{
    /// <summary>More requests fail at once.</summary>
    private const int MaxPending = 100_000;

    private readonly Dictionary<long, PendingRequest> _pending = [];
    private readonly PriorityQueue<PendingRequest, (TimeSpan At, long Id)> _due = new();
    private readonly long _start = context.Time.GetTimestamp();
    private TimeSpan? _reminded;
    private long _lastId;

    private TimeSpan Now => context.Time.GetElapsedTime(_start);

    public void Read(Get get, Quorum quorum, IActorRef replyTo)
    {
        if (Open(isWrite: false, get.Key, get.Request, replyTo, quorum, get.Consistency.Timeout) is { } request)
            AskReachable(request, node => new ReadState(context.Self, node.Uid, request.Id, get.Key.Id));
    }

    /// <summary>The entry has been changed here already.</summary>
    public void Write(Update update, ReplicaEntry entry, Quorum quorum, IActorRef replyTo)
    {
        if (Open(isWrite: true, update.Key, update.Request, replyTo, quorum, update.Consistency.Timeout) is not { } request)
            return;
        if (changes.Take(entry) is not { } change)
        {
            AskAll(request, reachable: true);
            return;
        }

        AskReachable(request, node => new Changes(context.Self, node.Uid, request.Id, [change]));
        foreach (var peer in replicas.ReachablePeers.Except(quorum.Voters))
            context.Send(peer, new Changes(context.Self, peer.Uid, 0, [change]));
    }

    public void Receive(ReadState message)
    {
        var entry = store.Find(message.Key);
        var state = entry is null ? null : store.StateOf(entry);
        context.Send(message.From, entry is not null && state is null
            ? new ReadRefusal(context.Self, message.From.Uid, message.Id)
            : new ReadAnswer(context.Self, message.From.Uid, message.Id, state));
    }

    public void Receive(ReadRefusal message)
    {
        if (!_pending.TryGetValue(message.Id, out var request) || request.IsWrite)
            return;
        request.Refuse(message.From);
        CloseIfDecided(request);
    }

    public void Receive(WriteState message)
    {
        var outcome = store.TryMergeState(message.Item) ? WriteOutcome.Done : WriteOutcome.Refused;
        context.Send(message.From, new WriteAnswer(context.Self, message.From.Uid, message.Id, outcome));
    }

    /// <summary>What another replica has is merged at once, so a read repairs this replica.</summary>
    public void Receive(ReadAnswer message)
    {
        if (!_pending.TryGetValue(message.Id, out var request) || request.IsWrite)
            return;
        if (message.Item is not { } item || (item.Key == request.Key.Id && store.TryMergeState(item)))
            request.Confirm(message.From);
        else
            request.Refuse(message.From);
        CloseIfDecided(request);
    }

    public void Receive(WriteAnswer message)
    {
        if (!_pending.TryGetValue(message.Id, out var request) || !request.IsWrite)
            return;
        switch (message.Outcome)
        {
            case WriteOutcome.Done:
                request.Confirm(message.From);
                break;
            case WriteOutcome.Refused:
                request.Refuse(message.From);
                break;
            case WriteOutcome.Gap:
                Ask(request, message.From);
                break;
        }

        CloseIfDecided(request);
    }

    /// <summary>Asks again and gives up, as far as it is time.</summary>
    public void CheckDue()
    {
        _reminded = null;
        while (_due.TryPeek(out var request, out var due) && (request.IsOver || due.At <= Now))
        {
            _due.Dequeue();
            if (request.IsOver)
                continue;
            if (request.Deadline <= Now)
                Close(request, request.Failure());
            else
                AskAgain(request);
        }

        RemindOfNext();
    }

    private PendingRequest? Open(bool isWrite, IKey key, object? tag, IActorRef replyTo, Quorum quorum, TimeSpan timeout)
    {
        var request = new PendingRequest(++_lastId, isWrite, key, tag, replyTo, quorum, Now, timeout);
        if (!quorum.IsPossible || _pending.Count >= MaxPending)
        {
            context.Tell(replyTo, request.Failure());
            return null;
        }

        _pending.Add(request.Id, request);
        Enqueue(request);
        RemindOfNext();
        return request;
    }

    private void AskReachable(PendingRequest request, Func<UniqueAddress, ReplicationMessage> message)
    {
        foreach (var node in request.Unanswered.Where(node => !replicas.IsUnreachable(node)))
            context.Send(node, message(node));
    }

    private void AskAgain(PendingRequest request)
    {
        AskAll(request, reachable: false);
        if (!request.IsOver)
            Enqueue(request);
    }

    private void AskAll(PendingRequest request, bool reachable)
    {
        foreach (var node in request.Unanswered.Where(node => !reachable || !replicas.IsUnreachable(node)).ToList())
            Ask(request, node);
    }

    /// <summary>With the full state; fails the write when that cannot be sent.</summary>
    private void Ask(PendingRequest request, UniqueAddress node)
    {
        if (!request.IsWrite)
            context.Send(node, new ReadState(context.Self, node.Uid, request.Id, request.Key.Id));
        else if (store.Find(request.Key.Id) is { } entry && store.StateOf(entry) is { } state)
            context.Send(node, new WriteState(context.Self, node.Uid, request.Id, state));
        else
            Close(request, request.Failure());
    }

    private void CloseIfDecided(PendingRequest request)
    {
        if (request.IsOver)
            return;
        if (request.IsFulfilled)
            Close(request, request.Success(store.Find(request.Key.Id)?.Envelope.Data));
        else if (request.IsHopeless)
            Close(request, request.Failure());
    }

    private void Close(PendingRequest request, object answer)
    {
        if (request.IsOver)
            return;
        request.IsOver = true;
        _pending.Remove(request.Id);
        context.Tell(request.ReplyTo, answer);
    }

    private void Enqueue(PendingRequest request)
    {
        var next = Now + request.AskAgainAfter;
        _due.Enqueue(request, (next < request.Deadline ? next : request.Deadline, request.Id));
    }

    private void RemindOfNext()
    {
        while (_due.TryPeek(out var request, out _) && request.IsOver)
            _due.Dequeue();
        if (!_due.TryPeek(out _, out var due) || _reminded <= due.At)
            return;
        _reminded = due.At;
        context.Remind(Reminder.CheckRequests, due.At > Now ? due.At - Now : TimeSpan.Zero);
    }
}
