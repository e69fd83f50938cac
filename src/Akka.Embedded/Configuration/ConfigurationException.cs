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

    /// <summary>For a component whose section is missing.</summary>
    public static ConfigurationException NullOrEmptyConfig<T>(string? path = null) => new(path is null
        ? $"Failed to instantiate {typeof(T).Name}: Configuration does not contain any values"
        : $"Failed to instantiate {typeof(T).Name}: Configuration does not contain `{path}` node");
}
