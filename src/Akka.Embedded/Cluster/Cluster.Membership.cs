using Akka.Actor;
using Akka.Embedded.Membership;
using Akka.Embedded.Runtime;

namespace Akka.Cluster;

public partial class Cluster
{
    /// <summary>Joins the cluster of the node at <paramref name="address"/>; with its own address a node founds one.</summary>
    public void Join(Address address) => _daemon.Tell(new ClusterDaemon.JoinTo(Fill(address)), ActorRefs.NoSender);

    /// <summary>Completes when this node is Up. The token ends the waiting, not the joining.</summary>
    /// <exception cref="ClusterJoinFailedException">The token was cancelled, or this node's cluster has ended.</exception>
    public Task JoinAsync(Address address, CancellationToken token = default) =>
        UpAsync(() => Join(address), $"Node has not managed to join the cluster using provided address: {address}", token);

    /// <summary>
    /// Joins by the first of these that is in a cluster. If this node is the first of the list, it founds one when no other is in any.
    /// </summary>
    public void JoinSeedNodes(IEnumerable<Address> seedNodes) =>
        _daemon.Tell(new ClusterDaemon.JoinSeeds([.. seedNodes.Select(Fill)]), ActorRefs.NoSender);

    /// <summary>Completes when this node is Up. The token ends the waiting, not the joining.</summary>
    /// <exception cref="ClusterJoinFailedException">The token was cancelled, or this node's cluster has ended.</exception>
    public Task JoinSeedNodesAsync(IEnumerable<Address> seedNodes, CancellationToken token = default)
    {
        var seeds = seedNodes.ToList();
        var names = string.Join(",", seeds);
        return UpAsync(() => JoinSeedNodes(seeds), $"Node has not managed to join the cluster using provided addresses: [{names}]", token);
    }

    /// <summary>Any member may be asked to leave; it ends its actor system once it is Exiting.</summary>
    public void Leave(Address address) => _daemon.Tell(new ClusterDaemon.LeaveAt(Fill(address)), ActorRefs.NoSender);

    /// <summary>This node leaves. Completes when it is out.</summary>
    public Task LeaveAsync() => LeaveAsync(CancellationToken.None);

    /// <summary>This node leaves. Completes when it is out. The token ends the waiting, not the leaving.</summary>
    public Task LeaveAsync(CancellationToken cancellationToken)
    {
        var left = new TaskCompletionSource();
        RegisterOnMemberRemoved(() => Complete(left));
        Leave(SelfAddress);
        return left.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Declares a member dead: it is removed, and if it lives, it ends its actor system.</summary>
    public void Down(Address address) => _daemon.Tell(new ClusterDaemon.DownAt(Fill(address)), ActorRefs.NoSender);

    private Address Fill(Address address) => address.HasLocalScope && address.System == SelfAddress.System ? SelfAddress : address;

    private Task UpAsync(Action join, string failure, CancellationToken token)
    {
        if (IsTerminated)
        {
            throw new ClusterJoinFailedException("Cluster has already been terminated");
        }

        if (IsUp)
        {
            return Task.CompletedTask;
        }

        var up = new TaskCompletionSource();
        token.Register(() => up.TrySetException(new ClusterJoinFailedException(failure)));
        RegisterOnMemberUp(() => Complete(up));
        join();
        return up.Task;
    }

    /// <summary>What awaits it goes on as work of its own, not within the daemon's turn.</summary>
    private void Complete(TaskCompletionSource source) =>
        ((ActorSystemImpl)System).Executor.Execute(new WorkItem(() => source.TrySetResult()));

    private void AddShutdownTasks(CoordinatedShutdown shutdown)
    {
        shutdown.AddTask(CoordinatedShutdown.PhaseClusterLeave, "leave", () => AskDaemonAsync(done => new ClusterDaemon.LeaveFirst(done)));
        shutdown.AddTask(
            CoordinatedShutdown.PhaseClusterExiting, "wait-exiting", () => AskDaemonAsync(done => new ClusterDaemon.AwaitExiting(done)));
        shutdown.AddTask(
            CoordinatedShutdown.PhaseClusterExitingDone, "confirm", () => AskDaemonAsync(done => new ClusterDaemon.ConfirmExiting(done)));
        shutdown.AddTask(CoordinatedShutdown.PhaseClusterShutdown, "shutdown", () => AskDaemonAsync(_ => new ClusterDaemon.End()));
    }

    private async Task<Done> AskDaemonAsync(Func<Action, object> request)
    {
        if (!IsTerminated)
        {
            var done = new TaskCompletionSource();
            _daemon.Tell(request(() => Complete(done)), ActorRefs.NoSender);
            await Task.WhenAny(done.Task, _ended.Task);
        }

        return Done.Instance;
    }
}

/// <summary>This node is not Up, and it is not known whether it ever will be.</summary>
public class ClusterJoinFailedException(string message) : AkkaException(message);
