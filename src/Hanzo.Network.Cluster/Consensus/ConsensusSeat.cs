using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;
using static Hanzo.Network.Cluster.Consensus.ConsensusProtocol;

namespace Hanzo.Network.Cluster.Consensus;

/// <summary>
/// The node's place in the network's group: of the process, so that callers wait, within bounds, while the actor system below is replaced.
/// </summary>
internal sealed class ConsensusSeat(IConsensusDisk disk, IEnumerable<IGroupPart> parts, TimeSpan patience, TimeProvider time)
    : IConsensusGroup
{
    /// <summary>Asked again after so long at most, when nothing seems to have changed.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(200);

    private volatile Occupant? _occupant;

    public IConsensusDisk Disk { get; } = disk;
    public GroupParts Parts { get; } = new([.. parts]);
    public Board<GroupStatus> Status { get; } = new(GroupStatus.Off);

    /// <summary>The actor system has a member now.</summary>
    public void Enter(IActorRef member) => _occupant = new Occupant(member, new CancellationTokenSource());

    public void Leave(IActorRef member)
    {
        if (_occupant is not { } present || !present.Member.Equals(member)) return;
        _occupant = null;
        present.Ended.Cancel();
        Status.Publish(GroupStatus.Off);
    }

    public async ValueTask<ReadOnlyMemory<byte>> ProposeAsync(
        byte part, ReadOnlyMemory<byte> command, CancellationToken cancellation)
    {
        if (command.Length >= RaftSettings.MaxPayloadBytes)
        {
            throw new ArgumentException(
                $"a command of {command.Length} bytes; allowed are {RaftSettings.MaxPayloadBytes - 1}.", nameof(command));
        }
        var payload = new byte[command.Length + 1];
        payload[0] = part;
        command.CopyTo(payload.AsMemory(1));
        return await AskAsync(told => new Propose(payload, told), cancellation);
    }

    public async ValueTask CatchUpAsync(CancellationToken cancellation) => await AskAsync(told => new CatchUp(told), cancellation);

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
        present.Member.Tell(question(told), ActorRefs.NoSender);
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
            return new Outcome.Unknown("this node has left the network while the group was asked.");
        }
    }

    private string Explain(string reason) => Status.Current.Problem is { } problem ? $"{reason} {problem}" : reason;

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
