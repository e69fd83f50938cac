using Akka.Actor;

namespace Akka.Configuration;

/// <summary>A configuration that cannot be read or does not fit; the message names the setting or the line.</summary>
public class ConfigurationException : AkkaException
{
    public ConfigurationException(string message) : base(message)
    {
    }

    public ConfigurationException(string message, Exception? exception) : base(message, exception)
    {
    }
}
