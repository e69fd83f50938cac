using Akka.Actor;

namespace Hanzo.Network.Benchmarks.Actors;

/// <summary>Keeps a window of messages going to and fro, and reports when all have come back.</summary>
internal sealed class Pinger(IActorRef ponger, int window) : UntypedActor
{
    private long _toSend;
    private long _toReceive;
    private TaskCompletionSource? _done;

    public static Props Props(IActorRef ponger, int window) => Akka.Actor.Props.Create(() => new Pinger(ponger, window));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Ball:
                OnBall();
                break;
            case Serve serve:
                OnServe(serve);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void OnServe(Serve serve)
    {
        (_toSend, _toReceive, _done) = (serve.Rounds, serve.Rounds, serve.Done);
        for (var i = 0; i < window && _toSend > 0; i++) Send();
    }

    private void OnBall()
    {
        if (_toSend > 0) Send();
        if (--_toReceive == 0) _done!.SetResult();
    }

    private void Send()
    {
        _toSend--;
        ponger.Tell(Ball.Instance, Self);
    }

    internal sealed class Ball
    {
        public static readonly Ball Instance = new();
    }

    internal sealed record Serve(long Rounds, TaskCompletionSource Done);
}

internal sealed class Ponger : UntypedActor
{
    protected override void OnReceive(object message) => Sender.Tell(message, Self);
}
