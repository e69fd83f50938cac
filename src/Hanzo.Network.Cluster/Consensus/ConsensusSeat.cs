using System.Collections.Immutable;
using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.Consensus.KeyValues;
using static Hanzo.Network.Cluster.Consensus.ConsensusProtocol;

namespace Hanzo.Network.Cluster.Consensus;

/// <summary>
/// The node's place in the network's group: of the process, so that callers wait, within bounds, while the actor system below is replaced.
/// </summary>
/// <param name="parts">Beside the store.</param>
/// <param name="conflicts">Asked about keys of groups that were closed.</param>
/// <param name="histories">Of groups that were closed, asked for when there are any; null: this node reads none.</param>
internal sealed class ConsensusSeat(
    IConsensusDisk disk, KeyValuePart store, IEnumerable<IGroupPart> parts, TimeSpan patience, TimeProvider time,
    IEnumerable<IKeyConflicts>? conflicts = null, Func<IClosedHistories?>? histories = null) : IConsensusGroup
{
    /// <summary>A refusal of which <see cref="GroupStatus.Problem"/> says more.</summary>
    public const string NoLeader = "the group has no leader that this node knows of.";

    private static readonly TimeSpan RemoveLongest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TakeOverLongest = TimeSpan.FromSeconds(30);

    /// <summary>Asked again after so long at most, when nothing seems to have changed.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(200);

    private volatile Occupant? _occupant;

    public IConsensusDisk Disk { get; } = disk;
    public KeyValuePart Store { get; } = store;
    public GroupParts Parts { get; } = new(store, parts);
    public ImmutableArray<IKeyConflicts> Conflicts { get; } = [.. conflicts ?? []];
    public IClosedHistories? Histories => histories?.Invoke();
    public Board<GroupStatus> Status { get; } = new(GroupStatus.Off);

    /// <summary>The node is on its way out: its member hands over and is taken out of the group.</summary>
    public bool IsLeaving { get; private set; }

    /// <summary>The actor system has a member now.</summary>
    public void Enter(IActorRef member)
    {
        IsLeaving = false;
        _occupant = new Occupant(member, new CancellationTokenSource());
        ConsensusMetrics.Enter(this);
    }

    /// <summary>Completes when the others go on without this node's member, or after the time.</summary>
    public async Task LeaveGroupAsync(TimeSpan longest)
    {
        if (_occupant is not { } present || Status.Current is not { HasLeader: true } status || !IsAmongOthers(status)) return;
        IsLeaving = true;
        present.Member.Tell(Depart.Instance, ActorRefs.NoSender);
        using var waiting = new CancellationTokenSource();
        try
        {
            await Status.WaitAsync(now => !IsAmongOthers(now), waiting.Token).WaitAsync(longest, time);
        }
        catch (TimeoutException)
        {
            // The others take it out when they find that it is gone for good, or keep its place.
        }
        finally
        {
            waiting.Cancel();
        }
    }

    public void Leave(IActorRef member)
    {
        if (_occupant is not { } present || !present.Member.Equals(member)) return;
        _occupant = null;
        ConsensusMetrics.Leave(this);
        present.Ended.Cancel();
        Status.Publish(GroupStatus.Off);
    }

    public ValueTask<ReadOnlyMemory<byte>> ProposeAsync(
        byte part, ReadOnlyMemory<byte> command, CancellationToken cancellation) => ProposeAsync(null, part, command, cancellation);

    public async ValueTask<ReadOnlyMemory<byte>> ProposeAsync(
        string? group, byte part, ReadOnlyMemory<byte> command, CancellationToken cancellation)
    {
        if (command.Length >= RaftSettings.MaxPayloadBytes)
        {
            throw new ArgumentException(
                $"a command of {command.Length} bytes; allowed are {RaftSettings.MaxPayloadBytes - 1}.", nameof(command));
        }
        var payload = new byte[command.Length + 1];
        payload[0] = part;
        command.CopyTo(payload.AsMemory(1));
        return await MeasureAsync(ConsensusMetrics.Propose, told => new Propose(group, payload, told), cancellation);
    }

    public async ValueTask CatchUpAsync(CancellationToken cancellation) =>
        await MeasureAsync(ConsensusMetrics.Read, told => new CatchUp(told), cancellation);

    /// <summary>The node will not come back: completes when its member is taken out, since a new leader would not know of it.</summary>
    public async Task RemoveAsync(string node, CancellationToken cancellation)
    {
        if (_occupant is not { } present)
            throw new AgentNetworkException(NetworkError.Unavailable, "this node is not part of the network now.");
        if (!Status.Current.HasLeader)
            throw new AgentNetworkException(NetworkError.Unavailable, Explain(NoLeader));
        try
        {
            var answer = await present.Member.Ask<RemoveAnswer>(new RemoveNode(node, IsForwarded: false), RemoveLongest, cancellation);
            if (answer.Problem is { } problem) throw new AgentNetworkException(NetworkError.Conflict, problem);
        }
        catch (AskTimeoutException cause)
        {
            throw new AgentNetworkException(NetworkError.Unavailable, Explain("the group's leader does not answer."), cause);
        }
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            await Status.WaitAsync(status => IsWithout(status, node), waiting.Token).WaitAsync(RemoveLongest, time, cancellation);
        }
        catch (TimeoutException cause)
        {
            throw new AgentNetworkException(
                NetworkError.Unconfirmed, Explain($"node '{node}' is there after {RemoveLongest.TotalSeconds} s; ask again."), cause);
        }
        finally
        {
            waiting.Cancel();
        }
    }

    private async Task<ReadOnlyMemory<byte>> MeasureAsync(
        string operation, Func<TaskCompletionSource<Outcome>, object> question, CancellationToken cancellation)
    {
        var (began, outcome) = (time.GetTimestamp(), ConsensusMetrics.Cancelled);
        try
        {
            var result = await AskAsync(question, cancellation);
            outcome = ConsensusMetrics.Done;
            return result;
        }
        catch (ConsensusException failure)
        {
            outcome = failure.MayHaveHappened ? ConsensusMetrics.Unknown : ConsensusMetrics.Refused;
            throw;
        }
        finally
        {
            ConsensusMetrics.Asked(operation, outcome, time.GetElapsedTime(began));
        }
    }

    /// <summary>A person says that voters which are out of reach are lost for good; completes when the group goes on.</summary>
    /// <returns>Nodes that are taken for lost; none: the group needs nobody to take it over, or cannot be for this reason.</returns>
    /// <exception cref="AgentNetworkException"><see cref="NetworkError.Unconfirmed"/>: it has not gone on in time.</exception>
    /// <param name="isNew">The actor system is: its member is waited for.</param>
    public async Task<(ImmutableArray<string> Lost, string? Problem)> TakeOverAsync(bool isNew, CancellationToken cancellation)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            if (isNew)
            {
                await Status.WaitAsync(status => status is { Raft: not null } or { Phase: GroupPhase.Stopped }, waiting.Token)
                    .WaitAsync(TakeOverLongest, time, cancellation);
            }
            var seen = Status.Current;
            if (_occupant is not { } present || seen is not { HasLeader: false, Raft: { } raft }) return ([], null);
            var answer = await present.Member.Ask<TakeOverAnswer>(TakeOverGroup.Instance, RemoveLongest, cancellation);
            if (answer.Problem is { } problem) return ([], problem);
            await Status.WaitAsync(status => status.HasLeader && status.Group != seen.Group, waiting.Token)
                .WaitAsync(TakeOverLongest, time, cancellation);
            return ([.. raft.Config.Voters.Where(voter => voter != raft.Self).Select(LocalMember.NodeOf)], null);
        }
        catch (Exception cause) when (cause is TimeoutException or AskTimeoutException)
        {
            throw new AgentNetworkException(NetworkError.Unconfirmed, Explain("the group has not gone on yet; look at its status."), cause);
        }
        finally
        {
            waiting.Cancel();
        }
    }

    /// <summary>What was refused for certain is asked again as long as there is time; what nobody knows of is not.</summary>
    private async Task<ReadOnlyMemory<byte>> AskAsync(
        Func<TaskCompletionSource<Outcome>, object> question, CancellationToken cancellation)
    {
        var until = time.Elapsed() + patience;
        while (true)
        {
            var seen = Status.Current;
            var outcome = _occupant is { } present
                ? await AskAsync(present, question, until - time.Elapsed(), cancellation)
                : new Outcome.Refused("this node is not part of the network now.", Again: true);
            switch (outcome)
            {
                case Outcome.Done done:
                    return done.Result;
                case Outcome.Unknown unknown:
                    throw new ConsensusException(unknown.Reason, mayHaveHappened: true);
                case Outcome.Refused refused when !refused.Again || time.Elapsed() >= until:
                    throw new ConsensusException(Explain(refused.Reason), mayHaveHappened: false);
            }
            await ChangeAsync(seen, until - time.Elapsed(), cancellation);
        }
    }

    private async Task<Outcome> AskAsync(
        Occupant present, Func<TaskCompletionSource<Outcome>, object> question, TimeSpan left, CancellationToken cancellation)
    {
        var told = Completions.New<Outcome>();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation, present.Ended.Token);
        var asked = question(told);
        present.Member.Tell(asked, ActorRefs.NoSender);
        try
        {
            return await told.Task.WaitAsync(left > Again ? left : Again, time, ended.Token);
        }
        catch (TimeoutException)
        {
            return new Outcome.Unknown(Explain($"the group has not answered within {patience.TotalSeconds} s."));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            const string Left = "this node has left the network while the group was asked.";
            return asked is CatchUp ? new Outcome.Refused(Left, Again: true) : new Outcome.Unknown(Left);
        }
    }

    // The last one has nobody to leave to. Who is on its way out has to take note of that first: its vote counts. While it hands over
    // there is no leader for a moment.
    private static bool IsAmongOthers(GroupStatus status) => status.Raft is { Config: { Members.Count: > 1 } config } raft
        && (config.Voters.Contains(raft.Self) || config.Learners.Contains(raft.Self)
            || (config.Outgoing.Contains(raft.Self) && raft.Durable < raft.Last.Index));

    private static bool IsWithout(GroupStatus status, string node) =>
        status.Raft is { Config: { IsJoint: false } config } && !config.Members.Any(member => LocalMember.NodeOf(member) == node);

    private string Explain(string reason) =>
        Status.Current.Problem is not { } problem ? reason : reason == NoLeader ? problem : $"{reason} {problem}";

    private async Task ChangeAsync(GroupStatus seen, TimeSpan left, CancellationToken cancellation)
    {
        if (left <= TimeSpan.Zero) return;
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var changed = Status.WaitAsync(status => status.DiffersFrom(seen), waiting.Token);
        try
        {
            await changed.WaitAsync(left < Again ? left : Again, time, cancellation);
        }
        catch (TimeoutException)
        {
            // Nothing seems to have changed; it may have all the same.
        }
        finally
        {
            waiting.Cancel();
        }
    }

    private sealed record Occupant(IActorRef Member, CancellationTokenSource Ended);
}
