namespace Akka.Actor;

/// <summary>Handled by the runtime before an actor's own behaviour sees it.</summary>
public interface IAutoReceivedMessage;

/// <summary>Not accepted from other systems in untrusted mode.</summary>
public interface IPossiblyHarmful;

/// <summary>Never crosses the network, so that it needs no serializer.</summary>
public interface INoSerializationVerificationNeeded;

/// <summary>Its arrival does not restart a receive timeout.</summary>
public interface INotInfluenceReceiveTimeout;

/// <summary>Carries another message.</summary>
public interface IWrappedMessage
{
    object Message { get; }
}
