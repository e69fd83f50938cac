namespace Hanzo.Network.Node.Demo;

/// <summary>The demo cannot go on; the message is for the user.</summary>
internal sealed class DemoException(string message) : Exception(message);
