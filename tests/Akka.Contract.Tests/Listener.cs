using System.Threading.Channels;
using Akka.Actor;

namespace Akka.Contract.Tests;

/// <summary>An actor whose messages a test awaits, in order of arrival, each wait bounded.</summary>
internal sealed class Listener
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Channel<object> _heard = Channel.CreateUnbounded<object>();

    public Listener(IActorRefFactory system) => Ref = system.ActorOf(Props.Create(() => new Ear(_heard.Writer)));

    public IActorRef Ref { get; }

    public async Task<object> Next()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            return await _heard.Reader.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"Nothing heard within {Patience}.");
        }
    }

    public async Task<T> Next<T>() => (await Next()).ShouldBeOfType<T>();

    /// <summary>Skips what is of another type.</summary>
    public async Task<T> Await<T>(Predicate<T>? wanted = null)
    {
        while (true)
        {
            if (await Next() is T message && (wanted is null || wanted(message)))
                return message;
        }
    }

    public async Task<object[]> Next(int count)
    {
        var heard = new object[count];
        for (var i = 0; i < count; i++)
            heard[i] = await Next();
        return heard;
    }

    private sealed class Ear : ReceiveActor
    {
        public Ear(ChannelWriter<object> heard) => ReceiveAny(message => heard.TryWrite(message));
    }
}
