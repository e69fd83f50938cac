using Akka.Actor;
using Hanzo.Network.Models;
using Microsoft.Extensions.Logging;
using static Hanzo.Network.Cluster.Models.ModelCallProtocol;

namespace Hanzo.Network.Cluster.Models;

/// <summary>Takes the calls of other nodes for this node's models: one <see cref="ModelWork"/> for each.</summary>
internal sealed class ModelHost : ReceiveActor
{
    public const string Name = "models";

    /// <summary>Calls at once; how many a server gets of them is its source's affair.</summary>
    public const int MaxCalls = 128;

    private readonly IModelSources _sources;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly EndedCalls _ended = new();
    private readonly Dictionary<string, IActorRef> _calls = new(StringComparer.Ordinal);

    /// <param name="log">Told what models do wrong when nobody waits for them any more.</param>
    public ModelHost(IModelSources sources, TimeProvider time, ILogger log)
    {
        (_sources, _time, _log) = (sources, time, log);
        Receive<ModelAsk>(OnAsk);
        Receive<ModelWanted>(OnWanted);
        Receive<ModelStop>(stop => _calls.GetValueOrDefault(stop.Call)?.Tell(stop));
        Receive<ModelWork.Over>(OnOver);
    }

    public static Props Props(IModelSources sources, TimeProvider time, ILogger log) =>
        Akka.Actor.Props.Create(() => new ModelHost(sources, time, log));

    // A call that broke is over: its asker is told by silence at the latest.
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private void OnAsk(ModelAsk ask)
    {
        if (!_calls.TryGetValue(ask.Call, out var work))
        {
            if (_ended.Contains(ask.Call))
            {
                TellForgotten(ask);
                return;
            }

            if (_calls.Count >= MaxCalls)
            {
                var full = $"{MaxCalls} calls are under way there, the most it takes.";
                Sender.Tell(new ModelEnded(ask.Call, 0) { Error = full, IsTransient = true });
                return;
            }

            _calls[ask.Call] = work = Context.ActorOf(ModelWork.Props(ask.Call, Sender, _sources, _time, _log));
        }

        work.Forward(ask);
    }

    private void OnOver(ModelWork.Over over)
    {
        _calls.Remove(over.Call);
        _ended.Add(over.Call);
    }

    private void OnWanted(ModelWanted wanted)
    {
        if (_calls.TryGetValue(wanted.Call, out var work)) work.Forward(wanted);
        else TellForgotten(wanted);
    }

    /// <summary>Who has heard of the end does not ask, and hears of this no more.</summary>
    private void TellForgotten(IModelCallMessage asked) =>
        Sender.Tell(new ModelEnded(asked.Call, 0) { Error = "it knows nothing of the call any more.", IsTransient = true });
}
