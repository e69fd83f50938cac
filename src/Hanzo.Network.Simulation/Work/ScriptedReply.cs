using System.Collections.Immutable;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Simulation.Work;

/// <param name="Calls">Empty: the text is the answer.</param>
internal sealed record ScriptedReply(string Text, ImmutableArray<FunctionCallContent> Calls);
