namespace Hanzo.Network.Cluster.Messaging;

/// <summary>Marks a message that may travel between nodes; <see cref="WireFormats"/> knows its format.</summary>
internal interface IWireMessage;
