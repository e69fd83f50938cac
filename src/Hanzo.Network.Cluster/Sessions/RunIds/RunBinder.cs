using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Partitions;
using static Hanzo.Network.Cluster.Sessions.RunIds.RunDirectoryProtocol;

namespace Hanzo.Network.Cluster.Sessions.RunIds;

/// <summary>Asks the directory of run ids, through lost messages, moved shards and replaced actor systems.</summary>
internal sealed class RunBinder(NodeProcess process, GenerationGate gate)
{
    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(300);

    /// <returns>What the id is bound to; null: nothing, and no session was given.</returns>
    /// <exception cref="AgentNetworkException">The id belongs to another request, or who knows of it does not answer.</exception>
    public async Task<RunBound?> BindAsync(RunBind bind, CancellationToken cancellation) => await AskAsync(bind, cancellation) switch
    {
        RunBound bound => bound,
        RunTaken => throw new AgentNetworkException(NetworkError.Conflict, RunFingerprint.ConflictText(bind.Id)),
        _ => null,
    };

    /// <returns>Null: the id is bound to nothing.</returns>
    /// <exception cref="AgentNetworkException">Who knows of it does not answer.</exception>
    public async Task<RunBound?> FindAsync(string id, CancellationToken cancellation) =>
        await AskAsync(new RunLookup(id), cancellation) as RunBound;

    private async Task<object> AskAsync(IRunIdMessage question, CancellationToken cancellation)
    {
        var deadline = process.Time.Elapsed() + process.Options.RequestPatience;
        RunHeld? held = null;
        do
        {
            var generation = await gate.RequireAsync(process, cancellation);
            if (question is RunBind { Session: not null } && process.Standing.Current.Detachment is { } detachment)
                throw PartitionRules.NeedsNetwork(detachment, $"run id '{question.Id}' cannot be bound").ToException();
            RequireHome(question.Id);
            using var asking = CancellationTokenSource.CreateLinkedTokenSource(cancellation, generation.EndedToken);
            try
            {
                var answer = await generation.RunDirectory.Ask<object>(question, AskTimeout, asking.Token);
                if (answer is not RunHeld refused) return answer;
                held = refused;
                if (!held.MayPass) break;
                await Task.Delay(AskAgainAfter, process.Time, asking.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested && asking.IsCancellationRequested)
            {
                // The next actor system will know.
            }
            catch (AskTimeoutException)
            {
                // The shard is moving, its node is gone and not yet down, or its journal does not answer.
            }
        }
        while (process.Time.Elapsed() < deadline);

        throw held is null
            ? new AgentNetworkException(NetworkError.Unavailable, $"the directory of run ids does not answer for '{question.Id}'.")
            : new AgentNetworkException(NetworkError.HistoryUnavailable, $"{held.Why}.");
    }

    /// <summary>Where nobody has ids of the shard in reach, nobody needs to be asked.</summary>
    private void RequireHome(string id)
    {
        if (process.Board.Current.Histories.WhyOutOfReach(RunDirectoryRegion.SlotOf(id)) is { } held)
            throw new AgentNetworkException(
                NetworkError.HistoryUnavailable, $"{held}: whether run id '{id}' has been used cannot be known without it.");
    }
}
