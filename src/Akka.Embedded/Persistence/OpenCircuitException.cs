using Akka.Actor;

namespace Akka.Pattern;

/// <summary>A plugin failed so often that it is left alone for a while.</summary>
public class OpenCircuitException(string message) : AkkaException(message);
