using Akka.Actor;
using Hanzo.Network.Guests;
using Hanzo.Network.Models;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using static Hanzo.Network.Cluster.Models.ModelCallProtocol;

namespace Hanzo.Network.Cluster.Models;

/// <summary>One call of another node: asks the model, and sends its reply as fast as the asker reads.</summary>
internal sealed class ModelWork : ReceiveActor, IWithTimers
{
    private readonly string _call;
    private readonly IActorRef _asker;
    private readonly IModelSources _sources;
    private readonly TimeProvider _time;
    private readonly QuestionParts _question = new();
    private readonly CancellationTokenSource _stopped = new();
    private readonly GuestCancellation _guest;
    private IAsyncEnumerator<ChatResponseUpdate>? _reply;
    private Task? _reading;
    private TimeSpan _heard;
    private int _said;
    private int _taken;

    public ModelWork(string call, IActorRef asker, IModelSources sources, TimeProvider time, ILogger log)
    {
        _guest = new GuestCancellation($"the model of call {call}", time, log, _stopped.Token);
        (_call, _asker, _sources, _time, _heard) = (call, asker, sources, time, time.Elapsed());
        Receive<ModelAsk>(OnAsk);
        Receive<ModelWanted>(OnWanted);
        Receive<ModelStop>(_ => Context.Stop(Self));
        Receive<Came>(OnCame);
        Receive<Broke>(broke => End(broke.Error));
        Receive<Tick>(_ => OnTick());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(string call, IActorRef asker, IModelSources sources, TimeProvider time, ILogger log) =>
        Akka.Actor.Props.Create(() => new ModelWork(call, asker, sources, time, log));

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, Speaks);

    protected override void PostStop()
    {
        Context.Parent.Tell(new Over(_call));
        _stopped.Cancel();
        _guest.Dispose();
        _ = CloseAsync(_reply, _reading, _stopped);
    }

    private void OnAsk(ModelAsk ask)
    {
        _heard = _time.Elapsed();
        try
        {
            var whole = _question.Take(ask);
            _asker.Tell(new ModelTaken(_call, ask.Part));
            if (whole is not null) Begin(QuestionReader.Read(whole));
        }
        catch (ModelException error)
        {
            End(error);
        }
    }

    /// <exception cref="ModelException">This node serves no such model to others.</exception>
    private void Begin(ModelQuestion question)
    {
        var source = _sources.Named.Concat(_sources.Found).FirstOrDefault(source => source.Name == question.Server);
        if (source is null || !_sources.Served.Any(served => served.Server == question.Server && served.Model == question.Model))
            throw new ModelException($"it does not serve '{question.Server}:{question.Model}'.");
        var (messages, options) = (QuestionReader.MessagesOf(question), QuestionReader.OptionsOf(question));
        _reply = source.Client.GetStreamingResponseAsync(messages, options, _guest.Token).GetAsyncEnumerator(_guest.Token);
        ReadOn();
    }

    private void OnWanted(ModelWanted wanted)
    {
        _heard = _time.Elapsed();
        _taken = Math.Clamp(wanted.Taken, _taken, _said);
        ReadOn();
    }

    /// <summary>What the asker has no room for stays in the model's stream.</summary>
    private void ReadOn()
    {
        if (_reply is not { } reply || _reading is not null || _said - _taken >= Window) return;
        var reading = reply.MoveNextAsync().AsTask();
        _reading = reading;
        reading.PipeTo(Self, success: more => new Came(more ? reply.Current : null), failure: error => new Broke(error));
    }

    private void OnCame(Came came)
    {
        _reading = null;
        if (came.Update is not { } update)
        {
            End(null);
            return;
        }

        foreach (var piece in ReplyPieces.Of(update)) _asker.Tell(new ModelSaid(_call, _said++, [piece]));
        ReadOn();
    }

    private void OnTick()
    {
        if (_time.Elapsed() - _heard > Silent) Context.Stop(Self);
        else _asker.Tell(new ModelSaid(_call, _said, []));
    }

    private void End(Exception? error)
    {
        _reading = null;
        var ended = new ModelEnded(_call, _said);
        var isTransient = error is ModelException { IsTransient: true };
        _asker.Tell(error is null ? ended : ended with { Error = error.Message, IsTransient = isTransient });
        Context.Stop(Self);
    }

    /// <summary>A stream is closed when what was asked of it last has come to its end.</summary>
    private static async Task CloseAsync(IAsyncEnumerator<ChatResponseUpdate>? reply, Task? reading, CancellationTokenSource stopped)
    {
        try
        {
            if (reading is not null) await reading;
        }
        catch (Exception)
        {
            // Nobody waits for it any more.
        }

        if (reply is not null) await reply.DisposeAsync();
        stopped.Dispose();
    }

    /// <summary>To the <see cref="ModelHost"/>.</summary>
    public sealed record Over(string Call);

    /// <param name="Update">Null: there is no more.</param>
    private sealed record Came(ChatResponseUpdate? Update);

    private sealed record Broke(Exception Error);

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }
}
