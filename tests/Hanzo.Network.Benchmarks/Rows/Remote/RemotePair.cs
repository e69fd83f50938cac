using Akka.Actor;
using Hanzo.Network.Benchmarks.Actors;
using Hanzo.Network.Benchmarks.Processes;
using Hanzo.Network.Benchmarks.Processes.Roles;

namespace Hanzo.Network.Benchmarks.Rows.Remote;

/// <summary>This process and a child, joined by remoting.</summary>
internal sealed class RemotePair : IAsyncDisposable
{
    private readonly Child _child;
    private string _address = "";

    private RemotePair(Child child) => _child = child;

    public ActorSystem System { get; } = Systems.Remote();

    public static async Task<RemotePair> StartAsync(int payloadBytes = 0)
    {
        var pair = new RemotePair(RemotePeer.Start(payloadBytes));
        pair._address = (await pair._child.ExpectAsync("address")).Text;
        return pair;
    }

    /// <summary>An actor of the child.</summary>
    public Task<IActorRef> FindAsync(string name) =>
        System.ActorSelection($"{_address}/user/{name}").ResolveOne(RowOptions.Patience);

    public async ValueTask DisposeAsync()
    {
        await _child.DisposeAsync();
        await System.Terminate().WaitAsync(RowOptions.Patience);
    }
}
