namespace Akka.Embedded.Tools.PublishSubscribe;

internal enum EntryKind : byte
{
    /// <summary>Somebody on the node has subscribed to the topic without a group.</summary>
    Topic = 1,

    /// <summary>Somebody on the node has subscribed to the topic in the group.</summary>
    Group = 2,

    /// <summary>The actor at the path has been put up for direct messages.</summary>
    Path = 3,
}

/// <summary>What a node can have receivers for.</summary>
/// <param name="Group">Empty but for groups.</param>
internal readonly record struct EntryKey(EntryKind Kind, string Name, string Group)
{
    /// <summary>Of a topic, a group or a path, in characters.</summary>
    public const int MaxNameLength = 1024;

    public static EntryKey OfTopic(string topic, string? group = null) =>
        group is null ? new(EntryKind.Topic, topic, "") : new(EntryKind.Group, topic, group);

    public static EntryKey OfPath(string path) => new(EntryKind.Path, path, "");
}
