namespace Akka.Actor;

/// <summary>A message on its way along the steps of a selection.</summary>
public class ActorSelectionMessage(object message, SelectionPathElement[] elements, bool wildCardFanOut = false)
    : IAutoReceivedMessage, IPossiblyHarmful, IWrappedMessage
{
    public object Message { get; } = message;

    /// <summary>The steps still to go.</summary>
    public SelectionPathElement[] Elements { get; } = elements;

    /// <summary>True when a pattern before this one has matched several actors.</summary>
    public bool WildCardFanOut { get; } = wildCardFanOut;

    public override string ToString() =>
        $"ActorSelectionMessage - Message: {Message} - Elements: {string.Join('/', Elements.AsEnumerable())}";
}
