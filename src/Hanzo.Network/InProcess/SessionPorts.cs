using Hanzo.Network.Agents;
using Hanzo.Network.Capacity;
using Hanzo.Network.Conversations;
using Hanzo.Network.State;

namespace Hanzo.Network.InProcess;

/// <summary>What every session of one process shares.</summary>
internal sealed record SessionPorts(
    string Node, string Writer, IEventStore Store, EffectRunner Runner, Action<RunNote> Note, Action<RunSample> Timed, TimeProvider Time);
